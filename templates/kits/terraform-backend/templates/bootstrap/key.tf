resource "aws_kms_key" "state" {
  description             = "Terraform state of ${local.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "state" {
  name          = "alias/${local.name}-terraform-state"
  target_key_id = aws_kms_key.state.key_id
}

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
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${local.account}:root"]
    }
  }
}
