/** What the action plan of the platform has for disaster recovery (task 6.1, Apache-2.0), shortened. */
export const PLAN_MODULE = `variable "rds_snapshot_id" {
  type = string
}

resource "aws_db_instance" "dr_replica" {
  identifier                = "acgs2-dr-db"
  snapshot_identifier       = var.rds_snapshot_id
  instance_class            = "db.r5.xlarge"
  skip_final_snapshot       = false
  final_snapshot_identifier = "acgs2-dr-final-snapshot"
}

resource "aws_route53_health_check" "primary" {
  ip_address        = var.primary_endpoint
  port              = 443
  type              = "HTTPS"
  failure_threshold = 3
}

resource "aws_route53_record" "failover_secondary" {
  zone_id = var.route53_zone_id
  name    = "api.acgs.example.com"
  type    = "A"
  failover_routing_policy {
    type = "SECONDARY"
  }
  set_identifier = "Secondary"
  alias {
    name                   = var.dr_lb_dns
    zone_id                = var.dr_zone_id
    evaluate_target_health = true
  }
}
`;
