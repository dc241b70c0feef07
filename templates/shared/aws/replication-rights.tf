data "aws_iam_policy_document" "replication_trust" {
<% if (it.each) { %>
  for_each = var.buckets

<% } %>
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [<%= part('shared/aws/replication-source.tf') %>]
    }
  }
}

data "aws_iam_policy_document" "replication" {
<% if (it.each) { %>
  for_each = var.buckets

<% } %>
  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [<%= part('shared/aws/replication-source.tf') %>]
  }

  statement {
    actions   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
    resources = ["${<%= part('shared/aws/replication-source.tf') %>}/*"]
  }

  statement {
    actions   = ["s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["${<%= part('shared/aws/bucket.tf') %>.arn}/*"]
  }

<% if (it.each) { %>
  dynamic "statement" {
    for_each = each.value.kms_key_arn == null ? [] : [each.value.kms_key_arn]

    content {
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
<% } else { %>
  statement {
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.<%= word(it.source) %>.arn]
  }
<% } %>

  statement {
    actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.<%= word(it.key) %>.arn]
  }
}
