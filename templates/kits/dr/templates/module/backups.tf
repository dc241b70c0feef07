# Tier B: backups and logs, copied; from them a new instance is restored to any point in time up to some minutes ago.
resource "aws_db_instance_automated_backups_replication" "copy" {
  for_each = local.backups

  region                 = var.dr_region
  source_db_instance_arn = each.value.arn
  kms_key_id             = aws_kms_key.dr.arn
  retention_period       = each.value.retention_days
}
