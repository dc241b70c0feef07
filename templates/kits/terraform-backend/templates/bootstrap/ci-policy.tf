# What CI needs to read, write and lock the states that are named; not to delete them, nor to reach other ones. The state of
# this stack is not among them: CI cannot change what guards it.
data "aws_iam_policy_document" "ci_state" {
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.state.arn]

    condition {
      test     = "StringEquals"
      variable = "s3:prefix"
      values   = concat(local.state_keys, ["env:/"]) # the second is how the list of workspaces is asked for
    }
  }

  statement {
    sid       = "State"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [for key in local.state_keys : "${aws_s3_bucket.state.arn}/${key}"]
  }

  statement {
    sid       = "Lock"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = [for key in local.state_keys : "${aws_s3_bucket.state.arn}/${key}.tflock"]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.state.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = <%= it.answers.dynamodbLock ? [`s3.${it.answers.region}.amazonaws.com`, `dynamodb.${it.answers.region}.amazonaws.com`] : [`s3.${it.answers.region}.amazonaws.com`] %>
    }
  }
<% if (it.answers.dynamodbLock) { %>

  statement {
    sid       = "LockTable"
    actions   = ["dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]
    resources = [aws_dynamodb_table.locks.arn]
  }
<% } %>
}
