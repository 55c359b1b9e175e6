mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }

  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"] }
  }

  # Documents keep their blocks under mocks, but make no JSON.
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
}

variables {
  name        = "hashpost-test"
  kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
}

run "defaults" {
  # Three zones.
  assert {
    condition     = output.zones == tolist(["eu-central-1a", "eu-central-1b", "eu-central-1c"])
    error_message = "The first three zones are used, however many there are."
  }

  assert {
    condition     = contains(data.aws_availability_zones.this.exclude_zone_ids, "use1-az3")
    error_message = "Zones that lack a part are passed over."
  }

  assert {
    condition     = alltrue([for tier in [aws_subnet.public, aws_subnet.private, aws_subnet.data] : length(tier) == 3 && length(distinct(tier[*].availability_zone)) == 3])
    error_message = "Each tier has one subnet a zone."
  }

  assert {
    condition     = !anytrue(concat(aws_subnet.public, aws_subnet.private, aws_subnet.data)[*].map_public_ip_on_launch)
    error_message = "No subnet gives public addresses."
  }

  assert {
    condition     = length(distinct(concat(aws_subnet.public, aws_subnet.private, aws_subnet.data)[*].cidr_block)) == 9
    error_message = "Each subnet has addresses of its own."
  }

  # No way out.
  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 0 && length(aws_route.nat) == 0
    error_message = "Without being asked for, nothing leads from the private subnets to the internet."
  }

  assert {
    condition     = length(aws_vpc_security_group_egress_rule.internet) == 0
    error_message = "Without NAT gateways, no group may speak to the internet."
  }

  assert {
    condition = alltrue([
      for rule in concat(
        values(aws_vpc_security_group_egress_rule.conversation),
        values(aws_vpc_security_group_egress_rule.s3),
        values(aws_vpc_security_group_ingress_rule.conversation),
        [aws_vpc_security_group_ingress_rule.cloudfront],
      ) : rule.cidr_ipv4 == null && rule.cidr_ipv6 == null
    ])
    error_message = "Rules name groups and prefix lists, no addresses."
  }

  # Who speaks to whom.
  assert {
    condition = toset([for rule in local.conversations : "${rule.from} -> ${rule.to}:${rule.port}"]) == toset([
      "load_balancer -> service:8080",
      "operations -> database:5432",
      "operations -> endpoint:443",
      "operations -> load_balancer:443",
      "operations -> service:8080",
      "service -> database:5432",
      "service -> endpoint:443",
    ])
    error_message = "These conversations and no others."
  }

  assert {
    condition     = !anytrue([for rule in local.conversations : rule.to == "operations"])
    error_message = "Nobody opens a connection to the operations instance."
  }

  assert {
    condition     = !anytrue([for rule in local.conversations : rule.from == "database" || rule.from == "endpoint"])
    error_message = "Database and endpoints open no connection."
  }

  assert {
    condition = alltrue([
      for rule in concat(
        values(aws_vpc_security_group_egress_rule.conversation),
        values(aws_vpc_security_group_ingress_rule.conversation),
      ) : rule.from_port == rule.to_port && contains([443, 5432, 8080], rule.from_port) && length(rule.description) > 0
    ])
    error_message = "Each rule opens one port, and says for what; none is for administration."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.cloudfront.from_port == 443 && aws_vpc_security_group_ingress_rule.cloudfront.to_port == 443
    error_message = "CloudFront reaches the load balancer at port 443 only; a second rule with its prefix list would pass AWS's bound on rules."
  }

  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "The default group is closed."
  }

  # Endpoints are bound to the account.
  assert {
    condition     = anytrue([for condition in data.aws_iam_policy_document.interface.statement[0].condition : condition.variable == "aws:PrincipalAccount" && toset(condition.values) == toset(["123456789012"])])
    error_message = "Interface endpoints carry requests of this account's principals only."
  }

  assert {
    condition     = anytrue([for condition in data.aws_iam_policy_document.s3.statement[0].condition : condition.variable == "aws:ResourceAccount" && toset(condition.values) == toset(["123456789012"])])
    error_message = "The S3 endpoint leads to this account's buckets."
  }

  assert {
    condition     = toset(data.aws_iam_policy_document.s3.statement[1].actions) == toset(["s3:GetObject"]) && toset(data.aws_iam_policy_document.s3.statement[1].resources) == toset(["arn:aws:s3:::al2023-repos-eu-central-1-de612dc2/*"])
    error_message = "Beyond them it only reads Amazon Linux's packages."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["aps-workspaces", "autoscaling", "ec2messages", "kms", "logs", "monitoring", "secretsmanager", "ssm", "ssmmessages", "sts"])
    error_message = "An instance without internet needs an endpoint of each of these services."
  }

  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled])
    error_message = "Services are found under their ordinary names."
  }

  # Flow log is encrypted and expires.
  assert {
    condition     = aws_cloudwatch_log_group.flow.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.flow.retention_in_days == 365
    error_message = "The flow log has the key and a retention."
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL"
    error_message = "What was let through is logged too."
  }
}

run "refuses_a_region_with_two_zones" {
  command = plan

  override_data {
    target = data.aws_availability_zones.this
    values = { names = ["us-west-1a", "us-west-1c"] }
  }

  expect_failures = [data.aws_availability_zones.this]
}

run "smallest_vpc" {
  variables {
    cidr_block = "10.1.0.0/20"
  }

  assert {
    condition     = alltrue([for subnet in concat(aws_subnet.public, aws_subnet.data) : endswith(subnet.cidr_block, "/28")])
    error_message = "Of a /20, the small subnets are /28, the least that AWS takes."
  }
}

run "nat_gateways_are_spread" {
  variables {
    nat_gateway_count = 2
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 2 && length(aws_route.nat) == 3
    error_message = "Each private subnet has a way out, through as many gateways as asked for."
  }

  assert {
    condition     = [for route in aws_route.nat : index(aws_nat_gateway.this[*].id, route.nat_gateway_id)] == [0, 1, 1]
    error_message = "A zone goes out by its own gateway, or by the last there is."
  }

  assert {
    condition     = toset(keys(aws_vpc_security_group_egress_rule.internet)) == toset(["operations", "service"]) && alltrue([for rule in aws_vpc_security_group_egress_rule.internet : rule.from_port == 443 && rule.to_port == 443])
    error_message = "With NAT gateways the instances may speak TLS to the internet, and nothing else."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    cidr_block          = "fd00::/16"
    name                = "Hashpost_Test"
    endpoint_zone_count = 0
    nat_gateway_count   = 4
    interface_endpoints = ["s3"]
    kms_key_arn         = "alias/mine"
    log_retention_days  = 42
  }

  expect_failures = [
    var.cidr_block,
    var.name,
    var.endpoint_zone_count,
    var.nat_gateway_count,
    var.interface_endpoints,
    var.kms_key_arn,
    var.log_retention_days,
  ]
}

run "refuses_a_block_too_small" {
  command = plan

  variables {
    cidr_block = "10.0.0.0/21"
  }

  expect_failures = [var.cidr_block]
}
