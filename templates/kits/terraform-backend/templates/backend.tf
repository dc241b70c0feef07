# Copy it into each stack. Whose state it is comes from backend.hcl: a backend block takes no variables.
terraform {
  backend "s3" {}
}
