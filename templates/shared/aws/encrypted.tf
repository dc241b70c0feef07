resource "aws_s3_bucket_server_side_encryption_configuration" "<%= word(it.bucket) %>" {
<%= part('shared/aws/place.tf') %>

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.<%= word(it.key) %>.arn
    }
  }
}
