<% if (it.answers.dynamodbLock) { %>
# Beside the lock in S3, for programs that know this one only. Terraform and OpenTofu call it deprecated.
resource "aws_dynamodb_table" "locks" {
  name                        = "${local.name}-terraform-locks"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "LockID"
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.state.arn
  }

  point_in_time_recovery {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}
<% } %>
