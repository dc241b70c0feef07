# Copies of buckets, under the key of the DR region. Deletions stay where they were made.
resource "aws_s3_bucket" "copy" {
  #checkov:skip=CKV_AWS_18:replication alone writes it; whoever reads it is in CloudTrail
  #checkov:skip=CKV_AWS_144:it is the copy
  #checkov:skip=CKV2_AWS_62:nobody acts on a new copy
  for_each = var.buckets

  region = var.dr_region
  bucket = "${each.key}-dr"
  tags   = local.tags

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "copy" {
  for_each = var.buckets

  region                  = var.dr_region
  bucket                  = aws_s3_bucket.copy[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "copy" {
  for_each = var.buckets

  region = var.dr_region
  bucket = aws_s3_bucket.copy[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "copy" {
  for_each = var.buckets

  region = var.dr_region
  bucket = aws_s3_bucket.copy[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "copy" {
  for_each = var.buckets

  region = var.dr_region
  bucket = aws_s3_bucket.copy[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.dr.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "copy" {
  for_each = var.buckets

  region = var.dr_region
  bucket = aws_s3_bucket.copy[each.key].id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 90
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.copy]
}

resource "aws_s3_bucket_policy" "copy" {
  for_each = var.buckets

  region = var.dr_region
  bucket = aws_s3_bucket.copy[each.key].id
  policy = data.aws_iam_policy_document.copy[each.key].json
}

data "aws_iam_policy_document" "copy" {
  for_each = var.buckets

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.copy[each.key].arn, "${aws_s3_bucket.copy[each.key].arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
