resource "aws_s3_bucket_lifecycle_configuration" "<%= word(it.bucket) %>" {
<% if (it.region) { %>
  region = <%= it.region %>
<% } %>
  bucket = aws_s3_bucket.<%= word(it.bucket) %>.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      newer_noncurrent_versions = <%= it.answers.keepVersions %>
      noncurrent_days           = <%= it.answers.keepDays %>
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.<%= word(it.bucket) %>]
}
