# Tier A: replicas that follow their primaries, named by ARN, and can be promoted within minutes.
resource "aws_db_instance" "replica" {
  #checkov:skip=CKV_AWS_133:kept for seven days at least, by the validation of var.databases
  for_each = local.replicas

  region              = var.dr_region
  identifier          = "${var.name}-${each.key}-dr"
  replicate_source_db = each.value.promoted ? null : each.value.arn
  instance_class      = each.value.instance_class
  apply_immediately   = true

  # The primary's key is of another region.
  storage_encrypted = true
  kms_key_id        = aws_kms_key.dr.arn

  multi_az                            = true
  publicly_accessible                 = false
  port                                = each.value.port
  db_subnet_group_name                = aws_db_subnet_group.dr.name
  vpc_security_group_ids              = [aws_security_group.database[each.key].id]
  parameter_group_name                = aws_db_parameter_group.replica[each.key].name
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"
  iam_database_authentication_enabled = true

  # Backups of its own: after a promotion it must not begin with none, and the drill restores from them.
  backup_retention_period    = each.value.retention_days
  copy_tags_to_snapshot      = true
  auto_minor_version_upgrade = true

  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.dr.arn
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

  # RDS takes no last snapshot of a replica; of a primary it does.
  deletion_protection       = true
  skip_final_snapshot       = !each.value.promoted
  final_snapshot_identifier = each.value.promoted ? "${var.name}-${each.key}-dr-${terraform_data.last_snapshot[each.key].id}" : null
  tags                      = local.tags

  lifecycle {
    prevent_destroy = true
  }
}

# A new id for each life of a replica: the name of a last snapshot is taken for good.
resource "terraform_data" "last_snapshot" {
  for_each = local.replicas
}
