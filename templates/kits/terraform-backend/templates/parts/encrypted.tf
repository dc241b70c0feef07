resource "aws_s3_bucket_server_side_encryption_configuration" "<%= word(it.bucket) %>" {
<% if (it.region) { %>
  region = <%= it.region %>
<% } %>
  bucket = aws_s3_bucket.<%= word(it.bucket) %>.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.<%= word(it.bucket) %>.arn
    }
  }
}
