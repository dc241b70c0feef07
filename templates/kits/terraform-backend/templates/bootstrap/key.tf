resource "aws_kms_key" "state" {
  description             = "Terraform state of ${local.name}"
<%= part('shared/aws/key-body.tf') %>
}

resource "aws_kms_alias" "state" {
  name          = "alias/${local.name}-terraform-state"
  target_key_id = aws_kms_key.state.key_id
}

<%= part('shared/aws/key-policy.tf') %>
