<%
const { host, owner, name } = it.platform.repository;
const github = host === 'github.com' ? 'token.actions.githubusercontent.com' : `${host}/_services/token`;
const plain = /^[A-Za-z0-9_.-]+$/;
const provider = it.answers.createOidcProvider ? 'aws_iam_openid_connect_provider.github' : 'data.aws_iam_openid_connect_provider.github';
%>
# CI proves who it is by a token that GitHub signs for the job: there is no access key to keep or to lose.
<% if (it.answers.createOidcProvider) { %>
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://<%= word(github) %>"
  client_id_list = ["sts.amazonaws.com"]
}
<% } else { %>
data "aws_iam_openid_connect_provider" "github" {
  url = "https://<%= word(github) %>"
}
<% } %>

resource "aws_iam_role" "ci" {
  name                 = "${local.name}-terraform-ci"
  assume_role_policy   = data.aws_iam_policy_document.ci_trust.json
  max_session_duration = 3600
}

# One repository, and in it only jobs that its environment (or a tag, where one is named) let through.
data "aws_iam_policy_document" "ci_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [<%= word(provider) %>.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "<%= word(github) %>:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
<% if (it.answers.tagPattern === '') { %>
      test     = "StringEquals"
      variable = "<%= word(github) %>:sub"
      values   = ["repo:<%= word(owner, plain) %>/<%= word(name, plain) %>:environment:<%= word(it.answers.environment) %>"]
<% } else { %>
      test     = "StringLike"
      variable = "<%= word(github) %>:sub"
      values = [
        "repo:<%= word(owner, plain) %>/<%= word(name, plain) %>:environment:<%= word(it.answers.environment) %>",
        <%= `repo:${owner}/${name}:ref:refs/tags/${it.answers.tagPattern}` %>,
      ]
<% } %>
    }
  }
}

resource "aws_iam_role_policy" "ci_state" {
  name   = "state"
  role   = aws_iam_role.ci.id
  policy = data.aws_iam_policy_document.ci_state.json
}
<% if (it.answers.policyArns.length > 0) { %>

# What CI may change beside the state.
resource "aws_iam_role_policy_attachment" "ci" {
  for_each = toset(<%= it.answers.policyArns %>)

  role       = aws_iam_role.ci.name
  policy_arn = each.value
}
<% } %>
