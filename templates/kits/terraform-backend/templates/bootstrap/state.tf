<% const kept = { keepVersions: it.answers.keepVersions, keepDays: it.answers.keepDays }; %>
resource "aws_s3_bucket" "state" {
  #checkov:skip=CKV2_AWS_62:nobody acts on a change of the state; the access log tells who made it
<% if (it.answers.replicaRegion === '') { %>
  #checkov:skip=CKV_AWS_144:answer replicaRegion is empty; old versions are the backup
<% } %>
  bucket = local.bucket_name

  lifecycle {
    prevent_destroy = true
  }
}

<%= part('shared/aws/guards.tf', { bucket: 'state' }) %>

<%= part('shared/aws/encrypted.tf', { bucket: 'state', key: 'state' }) %>

<%= part('shared/aws/versions-kept.tf', { bucket: 'state', ...kept }) %>

resource "aws_s3_bucket_logging" "state" {
  bucket        = aws_s3_bucket.state.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "state/"
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = data.aws_iam_policy_document.state.json
}

data "aws_iam_policy_document" "state" {
<%= part('shared/aws/tls-only.tf', { bucket: 'state' }) %>

  # A write that names no encryption gets the bucket's own, which is the key; one that names another is refused.
  # (A condition that negates is true where its header is missing, hence the two together.)
  statement {
    sid       = "KmsOnly"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.state.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Null"
      variable = "s3:x-amz-server-side-encryption"
      values   = ["false"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "s3:x-amz-server-side-encryption"
      values   = ["aws:kms"]
    }
  }
}
