output "url" {
  description = "Where users find the service."
  value       = module.edge.url
}

output "autoscaling_group_name" {
  description = "The group of the service's nodes."
  value       = module.service.autoscaling_group_name
}

output "roll_out" {
  description = "In JSON, the instance refresh that brings the group to what the launch template says now: see bin/deploy."
  value       = module.service.roll_out
}

output "target_group_arn" {
  description = "The load balancer's list of those nodes."
  value       = module.edge.target_group_arn
}

output "grafana_autoscaling_group_name" {
  description = "The group of the one instance that Grafana runs on."
  value       = module.grafana.autoscaling_group_name
}

output "grafana_secret_arn" {
  description = "The secret with the password of Grafana's administrator."
  value       = module.grafana.admin_secret_arn
}
