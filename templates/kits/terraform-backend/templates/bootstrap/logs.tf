# Who read and wrote the state, delivered within hours. For alarms within minutes, add CloudTrail data events.
resource "aws_s3_bucket" "logs" {
  #checkov:skip=CKV_AWS_18:the log of the log would never end
  #checkov:skip=CKV_AWS_144:it tells of access to the bucket of this region
  #checkov:skip=CKV_AWS_145:S3 delivers access logs to buckets with its own encryption only
  #checkov:skip=CKV2_AWS_62:nobody acts on a new log
  bucket = "${local.bucket_name}-logs"

  lifecycle {
    prevent_destroy = true
  }
}

<%= part('shared/aws/guards.tf', { bucket: 'logs' }) %>

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "old-logs"
    status = "Enabled"

    filter {}

    expiration {
      days = <%= it.answers.keepDays %>
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.logs]
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json
}

data "aws_iam_policy_document" "logs" {
<%= part('shared/aws/tls-only.tf', { bucket: 'logs' }) %>

  statement {
    sid       = "LogDelivery"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.logs.arn}/state/*"]

    principals {
      type        = "Service"
      identifiers = ["logging.s3.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [aws_s3_bucket.state.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}
