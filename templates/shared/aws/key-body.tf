  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
<% if (it.tags) { %>
  tags                    = local.tags
<% } %>

  lifecycle {
    prevent_destroy = true
  }
