# The account decides, by its IAM policies, who uses the keys; in a key's policy "*" is that key alone.
data "aws_iam_policy_document" "key" {
  #checkov:skip=CKV_AWS_109:a key's policy; its resource is the key itself
  #checkov:skip=CKV_AWS_111:a key's policy; its resource is the key itself
  #checkov:skip=CKV_AWS_356:a key's policy; its resource is the key itself
  statement {
    sid       = "AccountDecides"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }
}
