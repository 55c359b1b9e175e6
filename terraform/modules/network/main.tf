# In any state: a zone in trouble must not make a plan that moves subnets elsewhere.
data "aws_availability_zones" "this" {
  # checkov:skip=CKV_AWS_394:Three are taken, in the order of their names, in which a new zone is the last.

  # Local zones have no Multi-AZ databases and no NAT gateways.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }

  # CloudFront's VPC origins are not to be had in these, nor all of Graviton in some.
  exclude_zone_ids = ["apne1-az3", "apne2-az1", "cac1-az3", "use1-az3", "usw1-az2"]

  lifecycle {
    postcondition {
      condition     = length(self.names) >= 3
      error_message = "This region has ${length(self.names)} zones with all that Hashpost consists of, and three are needed: take another region."
    }
  }
}

data "aws_region" "this" {}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

locals {
  zones   = slice(data.aws_availability_zones.this.names, 0, 3)
  account = data.aws_caller_identity.this.account_id
  region  = data.aws_region.this.name

  # Of a /16: three /20 for instances and endpoints, then /24s. What lies between is free for a later tier.
  private_blocks = [for i in range(3) : cidrsubnet(var.cidr_block, 4, i)]
  public_blocks  = [for i in range(3) : cidrsubnet(var.cidr_block, 8, 48 + i)]
  data_blocks    = [for i in range(3) : cidrsubnet(var.cidr_block, 8, 56 + i)]
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr_block
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# Whatever is started without a security group of its own can speak to nobody.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-default-closed" }
}

# CloudFront reaches a load balancer without a public address only in a VPC that has an internet gateway, though nothing is
# routed through it. NAT gateways, if there are any, are the only thing that is.
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

resource "aws_subnet" "public" {
  count = 3

  vpc_id                  = aws_vpc.this.id
  availability_zone       = local.zones[count.index]
  cidr_block              = local.public_blocks[count.index]
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-public-${local.zones[count.index]}" }
}

resource "aws_subnet" "private" {
  count = 3

  vpc_id                  = aws_vpc.this.id
  availability_zone       = local.zones[count.index]
  cidr_block              = local.private_blocks[count.index]
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-private-${local.zones[count.index]}" }
}

resource "aws_subnet" "data" {
  count = 3

  vpc_id                  = aws_vpc.this.id
  availability_zone       = local.zones[count.index]
  cidr_block              = local.data_blocks[count.index]
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-data-${local.zones[count.index]}" }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-public" }
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  count = 3

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

# A table a zone, so that each zone can leave by a NAT gateway of its own.
resource "aws_route_table" "private" {
  count = 3

  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-private-${local.zones[count.index]}" }
}

resource "aws_route_table_association" "private" {
  count = 3

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

# Nothing but the VPC is reachable from where the data is.
resource "aws_route_table" "data" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-data" }
}

resource "aws_route_table_association" "data" {
  count = 3

  subnet_id      = aws_subnet.data[count.index].id
  route_table_id = aws_route_table.data.id
}

resource "aws_eip" "nat" {
  count = var.nat_gateway_count

  domain = "vpc"

  tags = { Name = "${var.name}-nat-${local.zones[count.index]}" }
}

resource "aws_nat_gateway" "this" {
  count = var.nat_gateway_count

  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = aws_subnet.public[count.index].id

  tags = { Name = "${var.name}-${local.zones[count.index]}" }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route" "nat" {
  count = var.nat_gateway_count > 0 ? 3 : 0

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[min(count.index, var.nat_gateway_count - 1)].id
}
