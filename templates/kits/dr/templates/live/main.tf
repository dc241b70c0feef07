<%
const { platform, answers } = it;
const { host, owner, name } = platform.repository;
const plain = /^[A-Za-z0-9_.-]+$/;
const issuer = host === 'github.com' ? 'token.actions.githubusercontent.com' : `${host}/_services/token`;
const partition = answers.primaryRegion.startsWith('cn-') ? 'aws-cn' : answers.primaryRegion.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
const { ready } = platform.services.find((service) => service.expose && typeof service.health === 'object')?.health ?? { ready: '/' };
const isEcr = new RegExp(`^${answers.accountId}\\.dkr\\.ecr\\.${answers.primaryRegion}\\.`).test(platform.registry);
const repositories = isEcr ? platform.services.map(({ image }) => image.slice(image.indexOf('/') + 1)) : [];
const arn = ({ identifier }) => `arn:${partition}:rds:${answers.primaryRegion}:${answers.accountId}:db:${identifier}`;
const databases = Object.fromEntries(Object.entries(answers.databases).map(([key, database]) => [key, {
  arn: arn(database),
  tier: database.tier,
  ...(database.instanceClass ? { instance_class: database.instanceClass } : {}),
  ...(database.family ? { family: database.family } : {}),
}]));
const topic = (region) => `arn:${partition}:sns:${region}:${answers.accountId}:${answers.alarmTopic}`;
const sides = {
  primary: { host: answers.primaryHost, load_balancer: answers.primaryLoadBalancer, load_balancer_zone: answers.primaryLoadBalancerZone },
  dr: { host: answers.drHost, load_balancer: answers.drLoadBalancer, load_balancer_zone: answers.drLoadBalancerZone },
};
%>
# The stack that uses the module for this platform.
provider "aws" {
  region              = <%= answers.primaryRegion %>
  allowed_account_ids = [<%= answers.accountId %>]

  default_tags {
    tags = {
      "app.kubernetes.io/part-of"   = <%= platform.project %>
      "app.kubernetes.io/component" = "dr"
<% if (platform.hash !== undefined) { %>
      "acgs.io/constitutional-hash" = <%= platform.hash %>
<% } %>
    }
  }
}

module "dr" {
  source = "../"

  name           = <%= answers.name || platform.project %>
  primary_region = <%= answers.primaryRegion %>
  dr_region      = <%= answers.drRegion %>

  databases = {
<% for (const [index, [key, database]] of Object.entries(databases).entries()) { %>
<% if (index > 0) { %>

<% } %>
    <%= key %> = <%= database %>
<% } %>
  }
  vpc_id                    = data.aws_vpc.dr.id
  subnet_ids                = data.aws_subnets.databases.ids
  client_security_group_ids = [data.aws_security_group.clients.id]

  # With a bucket's own key: "name" = { kms_key_arn = "…" }
  buckets = {
<% for (const [index, bucket] of answers.buckets.entries()) { %>
<% if (index > 0) { %>

<% } %>
    <%= bucket %> = {}
<% } %>
  }
  # The release's repositories; none where its registry is not this account's ECR.
  ecr_repositories = <%= repositories %>

  zone_id     = data.aws_route53_zone.public.zone_id
  hostname    = <%= answers.hostname %>
  health_path = <%= answers.healthPath || ready %>
  traffic     = <%= answers.traffic %>
  sides = {
    primary = <%= sides.primary %>
    dr      = <%= sides.dr %>
  }

  replica_lag_seconds      = <%= answers.rpoMinutesA * 60 %>
  dns_alarm_topic_arn      = <%= topic('us-east-1') %>
  database_alarm_topic_arn = <%= topic(answers.drRegion) %>

  drill_oidc_provider_arn = data.aws_iam_openid_connect_provider.github.arn
  drill_issuer            = "<%= word(issuer) %>"
  drill_subject           = "repo:<%= word(owner, plain) %>/<%= word(name, plain) %>:environment:<%= word(answers.environment) %>"
}

data "aws_vpc" "dr" {
  region = <%= answers.drRegion %>
  tags   = { Name = <%= answers.drVpc %> }
}

data "aws_subnets" "databases" {
  region = <%= answers.drRegion %>

  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.dr.id]
  }

  tags = { Tier = "database" }
}

data "aws_security_group" "clients" {
  region = <%= answers.drRegion %>
  vpc_id = data.aws_vpc.dr.id
  name   = <%= answers.clientSecurityGroup %>
}

data "aws_route53_zone" "public" {
  name = <%= answers.zone %>
}

data "aws_iam_openid_connect_provider" "github" {
  url = "https://<%= word(issuer) %>"
}

output "dr" {
  description = "Endpoints, and what the drill needs."
  value       = module.dr
}
