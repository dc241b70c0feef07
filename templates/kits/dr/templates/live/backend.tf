# terraform init -backend-config=../../terraform-backend/backend.hcl -backend-config="key=dr/terraform.tfstate"
terraform {
  backend "s3" {}
}
