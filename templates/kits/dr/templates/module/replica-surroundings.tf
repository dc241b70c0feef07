resource "aws_db_subnet_group" "dr" {
  region     = var.dr_region
  name       = "${var.name}-dr"
  subnet_ids = var.subnet_ids
  tags       = local.tags
}

resource "aws_db_parameter_group" "replica" {
  for_each = local.replicas

  region = var.dr_region
  name   = "${var.name}-${each.key}-dr-${each.value.family}"
  family = each.value.family
  tags   = local.tags

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "database" {
  for_each = local.replicas

  region      = var.dr_region
  name        = "${var.name}-${each.key}-dr"
  description = "Replica ${each.key}: its clients, and no way out"
  vpc_id      = var.vpc_id
  tags        = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  for_each = {
    for pair in setproduct(keys(local.replicas), var.client_security_group_ids) : "${pair[0]} ${pair[1]}" => pair
  }

  region                       = var.dr_region
  description                  = "Clients"
  security_group_id            = aws_security_group.database[each.value[0]].id
  referenced_security_group_id = each.value[1]
  ip_protocol                  = "tcp"
  from_port                    = local.replicas[each.value[0]].port
  to_port                      = local.replicas[each.value[0]].port
}

# What a drill restores is in no reach: no rule in, none out.
resource "aws_security_group" "drill" {
  #checkov:skip=CKV2_AWS_5:the drill attaches it to what it restores
  region      = var.dr_region
  name        = "${var.name}-drill"
  description = "Restored copies of a drill: nobody in, nothing out"
  vpc_id      = var.vpc_id
  tags        = local.tags
}

resource "aws_iam_role" "monitoring" {
  name               = "${var.name}-dr-monitoring"
  assume_role_policy = data.aws_iam_policy_document.monitoring_trust.json
  tags               = local.tags
}

data "aws_iam_policy_document" "monitoring_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
