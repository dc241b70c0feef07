resource "aws_s3_bucket_lifecycle_configuration" "<%= word(it.bucket) %>" {
<%= part('shared/aws/place.tf') %>

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
<% if (it.keepVersions === undefined) { %>
      noncurrent_days = <%= it.keepDays %>
<% } else { %>
      newer_noncurrent_versions = <%= it.keepVersions %>
      noncurrent_days           = <%= it.keepDays %>
<% } %>
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.<%= word(it.bucket) %>]
}
