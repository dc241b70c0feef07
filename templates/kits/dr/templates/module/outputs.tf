output "replicas" {
  description = "Endpoints of the replicas, by the short name of their database."
  value       = { for name, replica in aws_db_instance.replica : name => replica.endpoint }
}

output "drill_role_arn" {
  description = "Role that the drill takes."
  value       = aws_iam_role.drill.arn
}

output "drill_security_group_id" {
  description = "Security group of what a drill restores: variable DR_DRILL_SECURITY_GROUP of its environment."
  value       = aws_security_group.drill.id
}
