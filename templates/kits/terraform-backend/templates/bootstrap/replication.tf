<% if (it.answers.replicaRegion !== '') { %>
resource "aws_s3_bucket_replication_configuration" "state" {
  bucket = aws_s3_bucket.state.id
  role   = aws_iam_role.replication.arn

  rule {
    id       = "everything"
    status   = "Enabled"
    priority = 1

<%= part('shared/aws/replication-rule.tf', { bucket: 'replica', key: 'replica' }) %>
  }

  depends_on = [aws_s3_bucket_versioning.state, aws_s3_bucket_versioning.replica]
}

resource "aws_iam_role" "replication" {
  name               = "${local.name}-terraform-state-copy"
  assume_role_policy = data.aws_iam_policy_document.replication_trust.json
}

resource "aws_iam_role_policy" "replication" {
  name   = "copy"
  role   = aws_iam_role.replication.id
  policy = data.aws_iam_policy_document.replication.json
}

<%= part('shared/aws/replication-rights.tf', { source: 'state', bucket: 'replica', key: 'replica' }) %>
<% } %>
