# A key of the DR region: what lies there must be readable when the primary region, and its keys, are gone.
resource "aws_kms_key" "dr" {
  region                  = var.dr_region
  description             = "Disaster recovery of ${var.name}"
<%= part('shared/aws/key-body.tf', { tags: true }) %>
}

resource "aws_kms_alias" "dr" {
  region        = var.dr_region
  name          = "alias/${var.name}-dr"
  target_key_id = aws_kms_key.dr.key_id
}

<%= part('shared/aws/key-policy.tf') %>
