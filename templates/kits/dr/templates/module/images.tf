# Images with their signatures and attestations. A registry has one such configuration: if yours has it elsewhere, take the
# rules there. What was pushed before it is not copied: `acgs copy` does that.
resource "aws_ecr_replication_configuration" "images" {
  count  = length(var.ecr_repositories) > 0 ? 1 : 0
  region = var.primary_region

  replication_configuration {
    rule {
      destination {
        region      = var.dr_region
        registry_id = local.account
      }

      dynamic "repository_filter" {
        for_each = var.ecr_repositories

        content {
          filter      = repository_filter.value
          filter_type = "PREFIX_MATCH"
        }
      }
    }
  }
}
