# Both sides are asked by name (TLS with SNI), for what says that they can serve.
resource "aws_route53_health_check" "side" {
  for_each = var.sides

  type              = "HTTPS"
  fqdn              = each.value.host
  port              = 443
  enable_sni        = true
  resource_path     = var.health_path
  failure_threshold = 3
  request_interval  = 30
  measure_latency   = true
  tags              = merge(local.tags, { Name = "${var.name}-${each.key}" })
}

# The switch. Of its one child none must be healthy (always up), one (as the child says), or two (always down).
resource "aws_route53_health_check" "switch" {
  type                   = "CALCULATED"
  child_healthchecks     = [aws_route53_health_check.side["primary"].id]
  child_health_threshold = { primary = 0, automatic = 1, dr = 2 }[var.traffic]
  tags                   = merge(local.tags, { Name = "${var.name}-switch" })
}

resource "aws_route53_record" "primary" {
  zone_id         = var.zone_id
  name            = var.hostname
  type            = "A"
  set_identifier  = "primary"
  health_check_id = aws_route53_health_check.switch.id

  failover_routing_policy {
    type = "PRIMARY"
  }

  alias {
    name    = var.sides["primary"].load_balancer
    zone_id = var.sides["primary"].load_balancer_zone
    # else a load balancer without healthy targets would decide in the place of a person
    evaluate_target_health = var.traffic == "automatic"
  }
}

resource "aws_route53_record" "dr" {
  zone_id         = var.zone_id
  name            = var.hostname
  type            = "A"
  set_identifier  = "dr"
  health_check_id = aws_route53_health_check.side["dr"].id

  failover_routing_policy {
    type = "SECONDARY"
  }

  alias {
    name                   = var.sides["dr"].load_balancer
    zone_id                = var.sides["dr"].load_balancer_zone
    evaluate_target_health = true
  }
}
