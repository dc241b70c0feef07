<% const name = it.answers.name || it.platform.project; %>
# The bootstrap stack: what keeps the state of all others. Its own state is a local file first and moves into the bucket
# that it made; docs/runbooks/terraform-state.md says how.
terraform {
  required_version = ">= 1.11" # locks in S3 itself; OpenTofu 1.10 does too, and wants this line lowered

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region              = <%= it.answers.region %>
  allowed_account_ids = [local.account]

  default_tags {
    tags = {
      "app.kubernetes.io/part-of"   = <%= it.platform.project %>
      "app.kubernetes.io/component" = "terraform-backend"
<% if (it.platform.hash !== undefined) { %>
      "acgs.io/constitutional-hash" = <%= it.platform.hash %>
<% } %>
    }
  }
}

locals {
  name        = <%= name %>
  account     = <%= it.answers.accountId %>
  partition   = data.aws_partition.current.partition
  state_keys  = <%= it.answers.stateKeys %>
  bucket_name = "${local.name}-terraform-state-${local.account}"
}

data "aws_partition" "current" {}
