# A module without a provider of its own: each regional resource names its region, which the AWS provider does since 6.0.
terraform {
  required_version = ">= 1.9" # validations that look at other variables

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  replicas  = { for name, database in var.databases : name => database if database.tier == "A" }
  sources   = { for name in keys(var.buckets) : name => "arn:${data.aws_partition.current.partition}:s3:::${name}" }
  backups   = { for name, database in var.databases : name => database if database.tier == "B" }
<% if (it.platform.hash === undefined) { %>
  tags      = var.tags
<% } else { %>
  tags      = merge({ "acgs.io/constitutional-hash" = <%= it.platform.hash %> }, var.tags)
<% } %>
}
