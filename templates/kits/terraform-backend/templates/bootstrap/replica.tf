<% if (it.answers.replicaRegion !== '') { %>
# The copy in another region, under a key of its own: what is left when the state's region is not to be had.
resource "aws_kms_key" "replica" {
  region                  = <%= it.answers.replicaRegion %>
  description             = "Copy of the Terraform state of ${local.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket" "replica" {
  #checkov:skip=CKV_AWS_18:replication alone writes it; whoever reads it is in CloudTrail
  #checkov:skip=CKV_AWS_144:it is the copy
  #checkov:skip=CKV2_AWS_62:nobody acts on a new copy
  region = <%= it.answers.replicaRegion %>
  bucket = "${local.bucket_name}-copy"

  lifecycle {
    prevent_destroy = true
  }
}

<%= part('parts/guards.tf', { bucket: 'replica', region: it.answers.replicaRegion }) %>

<%= part('parts/encrypted.tf', { bucket: 'replica', region: it.answers.replicaRegion }) %>

<%= part('parts/versions-kept.tf', { bucket: 'replica', region: it.answers.replicaRegion }) %>

resource "aws_s3_bucket_policy" "replica" {
  region = <%= it.answers.replicaRegion %>
  bucket = aws_s3_bucket.replica.id
  policy = data.aws_iam_policy_document.replica.json
}

data "aws_iam_policy_document" "replica" {
<%= part('parts/tls-only.tf', { bucket: 'replica' }) %>
}
<% } %>
