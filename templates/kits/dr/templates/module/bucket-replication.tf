<% const copy = { bucket: 'copy', each: true, key: 'dr' }; %>
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

<%= part('shared/aws/replication-rule.tf', copy) %>
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

resource "aws_iam_role_policy" "replication" {
  for_each = var.buckets

  name   = "copy"
  role   = aws_iam_role.replication[each.key].id
  policy = data.aws_iam_policy_document.replication[each.key].json
}

<%= part('shared/aws/replication-rights.tf', copy) %>
