<% const name = it.answers.name || it.platform.project; %>
# terraform init -backend-config=backend.hcl, and -backend-config="key=…" for a stack with another state.
bucket              = "<%= word(name) %>-terraform-state-<%= word(it.answers.accountId) %>"
key                 = <%= it.answers.stateKeys[0] %>
region              = <%= it.answers.region %>
allowed_account_ids = [<%= it.answers.accountId %>]
use_lockfile        = true
<% if (it.answers.dynamodbLock) { %>
dynamodb_table      = "<%= word(name) %>-terraform-locks"
<% } %>
encrypt             = true
# Without a key, `encrypt` would ask for S3's own encryption, which the bucket refuses.
kms_key_id = "arn:<%= word(it.answers.region.startsWith('cn-') ? 'aws-cn' : it.answers.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws') %>:kms:<%= word(it.answers.region) %>:<%= word(it.answers.accountId) %>:alias/<%= word(name) %>-terraform-state"
