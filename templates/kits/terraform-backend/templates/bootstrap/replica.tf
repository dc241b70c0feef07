<% const kept = { keepVersions: it.answers.keepVersions, keepDays: it.answers.keepDays }; %>
<% if (it.answers.replicaRegion !== '') { %>
# The copy in another region, under a key of its own: what is left when the state's region is not to be had.
resource "aws_kms_key" "replica" {
  region                  = <%= it.answers.replicaRegion %>
  description             = "Copy of the Terraform state of ${local.name}"
<%= part('shared/aws/key-body.tf') %>
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

<%= part('shared/aws/guards.tf', { bucket: 'replica', region: it.answers.replicaRegion }) %>

<%= part('shared/aws/encrypted.tf', { bucket: 'replica', key: 'replica', region: it.answers.replicaRegion }) %>

<%= part('shared/aws/versions-kept.tf', { bucket: 'replica', region: it.answers.replicaRegion, ...kept }) %>

resource "aws_s3_bucket_policy" "replica" {
  region = <%= it.answers.replicaRegion %>
  bucket = aws_s3_bucket.replica.id
  policy = data.aws_iam_policy_document.replica.json
}

data "aws_iam_policy_document" "replica" {
<%= part('shared/aws/tls-only.tf', { bucket: 'replica' }) %>
}
<% } %>
