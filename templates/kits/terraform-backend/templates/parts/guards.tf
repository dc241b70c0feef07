resource "aws_s3_bucket_public_access_block" "<%= word(it.bucket) %>" {
<% if (it.region) { %>
  region                  = <%= it.region %>
<% } %>
  bucket                  = aws_s3_bucket.<%= word(it.bucket) %>.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "<%= word(it.bucket) %>" {
<% if (it.region) { %>
  region = <%= it.region %>
<% } %>
  bucket = aws_s3_bucket.<%= word(it.bucket) %>.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "<%= word(it.bucket) %>" {
<% if (it.region) { %>
  region = <%= it.region %>
<% } %>
  bucket = aws_s3_bucket.<%= word(it.bucket) %>.id

  versioning_configuration {
    status = "Enabled"
  }
}
