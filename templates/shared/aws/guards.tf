resource "aws_s3_bucket_public_access_block" "<%= word(it.bucket) %>" {
<%= part('shared/aws/place.tf') %>

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "<%= word(it.bucket) %>" {
<%= part('shared/aws/place.tf') %>

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "<%= word(it.bucket) %>" {
<%= part('shared/aws/place.tf') %>

  versioning_configuration {
    status = "Enabled"
  }
}
