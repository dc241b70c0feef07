output "state_bucket" {
  description = "Bucket of the states, as backend.hcl names it."
  value       = aws_s3_bucket.state.bucket
}

output "state_key_arn" {
  description = "Key that encrypts them."
  value       = aws_kms_key.state.arn
}
<% if (it.answers.replicaRegion !== '') { %>

output "copy_bucket" {
  description = "Their copy in the other region."
  value       = aws_s3_bucket.replica.bucket
}
<% } %>

output "ci_role_arn" {
  description = "Role that CI takes: role-to-assume of the workflow."
  value       = aws_iam_role.ci.arn
}
