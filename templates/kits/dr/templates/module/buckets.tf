<% const copy = { bucket: 'copy', each: true, key: 'dr', regionOf: 'dr_region' }; %>
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

<%= part('shared/aws/guards.tf', copy) %>

<%= part('shared/aws/encrypted.tf', copy) %>

<%= part('shared/aws/versions-kept.tf', { ...copy, keepDays: 90 }) %>

resource "aws_s3_bucket_policy" "copy" {
  for_each = var.buckets

  region = var.dr_region
  bucket = aws_s3_bucket.copy[each.key].id
  policy = data.aws_iam_policy_document.copy[each.key].json
}

data "aws_iam_policy_document" "copy" {
  for_each = var.buckets

<%= part('shared/aws/tls-only.tf', copy) %>
}
