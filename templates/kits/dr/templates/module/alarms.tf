# Of both sides: a DR side that is down is found before it is needed.
resource "aws_cloudwatch_metric_alarm" "side" {
  for_each = var.sides

  region              = "us-east-1" # where Route 53 keeps its metrics
  alarm_name          = "${var.name}-${each.key}-down"
  alarm_description   = "The ${each.key} side does not answer. Runbook: docs/runbooks/disaster-recovery.md"
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = aws_route53_health_check.side[each.key].id }
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = [var.dns_alarm_topic_arn]
  ok_actions          = [var.dns_alarm_topic_arn]
  tags                = local.tags
}

resource "aws_cloudwatch_metric_alarm" "lag" {
  for_each = { for name, database in local.replicas : name => database if !database.promoted }

  region              = var.dr_region
  alarm_name          = "${var.name}-${each.key}-replica-lag"
  alarm_description   = "The replica of ${each.key} is behind, or does not follow. Runbook: docs/runbooks/disaster-recovery.md"
  namespace           = "AWS/RDS"
  metric_name         = "ReplicaLag"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.replica[each.key].identifier }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.replica_lag_seconds
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  alarm_actions       = [var.database_alarm_topic_arn]
  ok_actions          = [var.database_alarm_topic_arn]
  tags                = local.tags
}
