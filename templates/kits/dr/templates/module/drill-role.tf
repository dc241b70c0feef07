# What a drill may do: restore copies under one prefix, out of the reach of everything, and delete these.
resource "aws_iam_role" "drill" {
  name                 = "${var.name}-dr-drill"
  assume_role_policy   = data.aws_iam_policy_document.drill_trust.json
  max_session_duration = 14400 # a restore takes longer than the usual hour
  tags                 = local.tags
}

data "aws_iam_policy_document" "drill_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.drill_oidc_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.drill_issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.drill_issuer}:sub"
      values   = [var.drill_subject]
    }
  }
}

resource "aws_iam_role_policy" "drill" {
  name   = "drill"
  role   = aws_iam_role.drill.id
  policy = data.aws_iam_policy_document.drill.json
}

locals {
  rds    = "arn:${local.partition}:rds:${var.dr_region}:${local.account}"
  drills = "${local.rds}:db:${var.name}-drill-*"
}

data "aws_iam_policy_document" "drill" {
  statement {
    sid       = "Look"
    actions   = ["rds:DescribeDBInstances", "rds:DescribeDBInstanceAutomatedBackups"]
    resources = ["${local.rds}:*"]
  }

  statement {
    sid     = "Restore"
    actions = ["rds:RestoreDBInstanceToPointInTime"]
    resources = concat(
      [local.drills, "${local.rds}:auto-backup:*", "${local.rds}:og:*", "${local.rds}:pg:*", "${local.rds}:subgrp:${aws_db_subnet_group.dr.name}"],
      [for replica in aws_db_instance.replica : replica.arn],
    )
  }

  statement {
    sid       = "Tag"
    actions   = ["rds:AddTagsToResource"]
    resources = [local.drills]
  }

  statement {
    sid       = "Delete"
    actions   = ["rds:DeleteDBInstance"]
    resources = [local.drills]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
    resources = [aws_kms_key.dr.arn]
  }

  statement {
    sid       = "KeyForRds"
    actions   = ["kms:CreateGrant"]
    resources = [aws_kms_key.dr.arn]

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}
