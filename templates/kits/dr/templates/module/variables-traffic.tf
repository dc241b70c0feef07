variable "zone_id" {
  type        = string
  description = "Hosted zone of the name that fails over."
}

variable "hostname" {
  type        = string
  description = "That name."
}

variable "sides" {
  type = map(object({
    host               = string
    load_balancer      = string
    load_balancer_zone = string
  }))
  description = "primary and dr: a name that always means that side (with a certificate for it), and its load balancer."
  validation {
    condition     = toset(keys(var.sides)) == toset(["primary", "dr"])
    error_message = "Two sides: primary and dr."
  }
}

variable "health_path" {
  type        = string
  description = "Path that answers 2xx or 3xx only when that side can serve, its database writable."
  validation {
    condition     = startswith(var.health_path, "/")
    error_message = "A path begins with a slash."
  }
}

variable "traffic" {
  type        = string
  description = "primary and dr: there, whatever the health checks say. automatic: by the primary's health check."
  default     = "primary"
  validation {
    condition     = contains(["primary", "automatic", "dr"], var.traffic)
    error_message = "primary, automatic or dr."
  }
}

variable "replica_lag_seconds" {
  type        = number
  description = "A replica further behind than this raises an alarm: the recovery point objective."
}

variable "dns_alarm_topic_arn" {
  type        = string
  description = "SNS topic in us-east-1, where Route 53 keeps its metrics."
  validation {
    condition     = strcontains(var.dns_alarm_topic_arn, ":sns:us-east-1:")
    error_message = "An alarm can only reach a topic of its own region, us-east-1."
  }
}

variable "database_alarm_topic_arn" {
  type        = string
  description = "SNS topic in the DR region."
  validation {
    condition     = strcontains(var.database_alarm_topic_arn, ":sns:${var.dr_region}:")
    error_message = "An alarm can only reach a topic of its own region, the DR region."
  }
}

variable "drill_oidc_provider_arn" {
  type        = string
  description = "Identity provider of the jobs that drill."
}

variable "drill_issuer" {
  type        = string
  description = "Its issuer, without https://."
}

variable "drill_subject" {
  type        = string
  description = "The one subject that may take the drill's role."
  validation {
    condition     = !strcontains(var.drill_subject, "*")
    error_message = "One subject, without wildcards."
  }
}
