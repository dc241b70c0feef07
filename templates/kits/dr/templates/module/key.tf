# A key of the DR region: what lies there must be readable when the primary region, and its keys, are gone.
resource "aws_kms_key" "dr" {
  region                  = var.dr_region
  description             = "Disaster recovery of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = local.tags

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "dr" {
  region        = var.dr_region
  name          = "alias/${var.name}-dr"
  target_key_id = aws_kms_key.dr.key_id
}

# The account decides, by its IAM policies, who uses the key; in a key's policy "*" is that key alone.
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
