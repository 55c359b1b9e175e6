output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr_block" {
  description = "Its addresses."
  value       = aws_vpc.this.cidr_block
}

output "zones" {
  description = "The three availability zones."
  value       = local.zones
}

output "public_subnet_ids" {
  description = "Subnets with a way to the internet gateway, for NAT gateways only; one a zone."
  value       = aws_subnet.public[*].id
}

output "private_subnet_ids" {
  description = "Subnets for the load balancer, the instances and the endpoints; one a zone."
  value       = aws_subnet.private[*].id

  # An instance that starts before its way to packages and secrets is there would fail.
  depends_on = [
    aws_route.nat,
    aws_route_table_association.private,
    aws_vpc_endpoint.interface,
    aws_vpc_endpoint.s3,
  ]
}

output "data_subnet_ids" {
  description = "Subnets for the database, with no way out of the VPC; one a zone."
  value       = aws_subnet.data[*].id
}

output "security_group_ids" {
  description = "Security groups by role: load_balancer, service, database, operations, endpoint."
  value       = { for role, group in aws_security_group.this : role => group.id }

  depends_on = [
    aws_vpc_security_group_egress_rule.conversation,
    aws_vpc_security_group_egress_rule.internet,
    aws_vpc_security_group_egress_rule.s3,
    aws_vpc_security_group_ingress_rule.cloudfront,
    aws_vpc_security_group_ingress_rule.conversation,
  ]
}
