variable "name" {
  type        = string
  description = "What all names begin with."
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,24}[a-z0-9]$", var.name))
    error_message = "Lower case letters, digits and hyphens, 26 at most."
  }
}

variable "primary_region" {
  type        = string
  description = "Where the platform runs."
  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.primary_region))
    error_message = "A region, e.g. us-west-2."
  }
}

variable "dr_region" {
  type        = string
  description = "Where it runs when that region is gone."
  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.dr_region)) && var.dr_region != var.primary_region
    error_message = "A region other than the primary one."
  }
}

variable "databases" {
  type = map(object({
    arn            = string
    tier           = string
    instance_class = optional(string, "db.r8g.xlarge")
    family         = optional(string, "postgres17")
    port           = optional(number, 5432)
    retention_days = optional(number, 14)
    promoted       = optional(bool, false)
  }))
  description = "RDS for PostgreSQL by a short name: tier A gets a replica in the other region, tier B has its backups copied. promoted: the replica became a primary."
  validation {
    condition     = alltrue([for database in var.databases : startswith(database.arn, "arn:") && strcontains(database.arn, ":rds:${var.primary_region}:")])
    error_message = "Each arn names an instance in the primary region: an identifier alone does not cross regions."
  }
  validation {
    condition     = alltrue([for database in var.databases : contains(["A", "B"], database.tier)])
    error_message = "A tier is A or B."
  }
  validation {
    condition     = alltrue([for database in var.databases : database.retention_days >= 7 && database.retention_days <= 35])
    error_message = "Backups are kept for 7 to 35 days."
  }
}

variable "vpc_id" {
  type        = string
  description = "VPC in the DR region."
  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "A VPC's id."
  }
}

variable "subnet_ids" {
  type        = list(string)
  description = "Subnets of the databases in that VPC."
  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "A Multi-AZ database needs subnets in two zones at least."
  }
}

variable "client_security_group_ids" {
  type        = set(string)
  description = "Security groups whose members may reach the databases."
}

variable "buckets" {
  type        = map(object({ kms_key_arn = optional(string) }))
  description = "Buckets of the primary region that are copied, by name, with the key that encrypts them; versioning must be on."
  default     = {}
  validation {
    condition     = alltrue([for name in keys(var.buckets) : length(name) <= 59])
    error_message = "The copy's name is four characters longer, and 63 are the most."
  }
}

variable "ecr_repositories" {
  type        = list(string)
  description = "Repositories of ECR whose images, signatures and attestations are copied."
  default     = []
}

variable "tags" {
  type        = map(string)
  description = "Tags of everything."
  default     = {}
}
