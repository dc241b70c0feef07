# A bucket has one such configuration: if one of yours has it elsewhere, take the rule there.
resource "aws_s3_bucket_replication_configuration" "copy" {
  for_each = var.buckets

  region = var.primary_region
  bucket = each.key
  role   = aws_iam_role.replication[each.key].arn

  rule {
    id       = "disaster-recovery"
    status   = "Enabled"
    priority = 1

    filter {}

    delete_marker_replication {
      status = "Disabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket        = aws_s3_bucket.copy[each.key].arn
      storage_class = "STANDARD"

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.dr.arn
      }

      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.copy]
}

resource "aws_iam_role" "replication" {
  for_each = var.buckets

  # a name of its own for each bucket, and of 64 characters at most
  name               = "${var.name}-dr-copy-${substr(sha256(each.key), 0, 12)}"
  description        = "Copies ${each.key}"
  assume_role_policy = data.aws_iam_policy_document.replication_trust[each.key].json
  tags               = local.tags
}

data "aws_iam_policy_document" "replication_trust" {
  for_each = var.buckets

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
      values   = ["arn:${local.partition}:s3:::${each.key}"]
    }
  }
}

resource "aws_iam_role_policy" "replication" {
  for_each = var.buckets

  name   = "copy"
  role   = aws_iam_role.replication[each.key].id
  policy = data.aws_iam_policy_document.replication[each.key].json
}

data "aws_iam_policy_document" "replication" {
  for_each = var.buckets

  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = ["arn:${local.partition}:s3:::${each.key}"]
  }

  statement {
    actions   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
    resources = ["arn:${local.partition}:s3:::${each.key}/*"]
  }

  statement {
    actions   = ["s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["${aws_s3_bucket.copy[each.key].arn}/*"]
  }

  dynamic "statement" {
    for_each = each.value.kms_key_arn == null ? [] : [each.value.kms_key_arn]

    content {
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }

  statement {
    actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.dr.arn]
  }
}
