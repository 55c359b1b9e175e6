locals {
  roles = {
    load_balancer = "The load balancer: spoken to by CloudFront"
    service       = "The nodes of the service"
    database      = "The database and its replicas"
    operations    = "The instance with Grafana and the exporters: spoken to by nobody"
    endpoint      = "The endpoints of AWS services"
  }

  # Who may open connections to whom. Each line is an egress rule at its one end and an ingress rule at its other.
  conversations = {
    load_balancer_to_service    = { from = "load_balancer", to = "service", port = 8080, about = "Requests and health checks" }
    service_to_database         = { from = "service", to = "database", port = 5432, about = "PostgreSQL" }
    service_to_endpoint         = { from = "service", to = "endpoint", port = 443, about = "AWS APIs" }
    operations_to_database      = { from = "operations", to = "database", port = 5432, about = "Roles and figures of PostgreSQL" }
    operations_to_endpoint      = { from = "operations", to = "endpoint", port = 443, about = "AWS APIs" }
    operations_to_load_balancer = { from = "operations", to = "load_balancer", port = 443, about = "Probe from inside" }
    operations_to_service       = { from = "operations", to = "service", port = 8080, about = "Readiness of each node" }
  }

  # Packages and artifacts.
  from_s3 = toset(["service", "operations"])
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

data "aws_ec2_managed_prefix_list" "s3" {
  name = "com.amazonaws.${local.region}.s3"
}

resource "aws_security_group" "this" {
  # checkov:skip=CKV2_AWS_5:Other modules attach them.
  for_each = local.roles

  name        = "${var.name}-${replace(each.key, "_", "-")}"
  description = each.value
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-${replace(each.key, "_", "-")}" }
}

resource "aws_vpc_security_group_egress_rule" "conversation" {
  for_each = local.conversations

  security_group_id            = aws_security_group.this[each.value.from].id
  description                  = "${each.value.about}, to ${replace(each.value.to, "_", " ")}"
  referenced_security_group_id = aws_security_group.this[each.value.to].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_ingress_rule" "conversation" {
  for_each = local.conversations

  security_group_id            = aws_security_group.this[each.value.to].id
  description                  = "${each.value.about}, from ${replace(each.value.from, "_", " ")}"
  referenced_security_group_id = aws_security_group.this[each.value.from].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

# The only rule with this list that there is room for: it counts as 55 rules of the 60 that a group may have. So port 80 is
# not open to CloudFront, which speaks nothing but TLS to the load balancer anyway.
resource "aws_vpc_security_group_ingress_rule" "cloudfront" {
  security_group_id = aws_security_group.this["load_balancer"].id
  description       = "Requests of users, from CloudFront"
  prefix_list_id    = data.aws_ec2_managed_prefix_list.cloudfront.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "s3" {
  for_each = local.from_s3

  security_group_id = aws_security_group.this[each.key].id
  description       = "Packages and artifacts, from S3 through its endpoint"
  prefix_list_id    = data.aws_ec2_managed_prefix_list.s3.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# With a NAT gateway one wants the internet; TLS only.
resource "aws_vpc_security_group_egress_rule" "internet" {
  for_each = var.nat_gateway_count > 0 ? local.from_s3 : toset([])

  security_group_id = aws_security_group.this[each.key].id
  description       = "The internet, through NAT"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
