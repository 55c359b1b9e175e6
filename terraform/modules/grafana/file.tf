locals {
  region    = data.aws_region.this.name
  databases = concat([var.database.address], var.database.replica_addresses)

  # The instance starts with these. All are in the manifest in its user data, so that another file is another instance.
  operations = merge(
    { for name in fileset("${path.module}/files/operations", "**") : name => file("${path.module}/files/operations/${name}") },
    { "rds-ca.pem" = file("${path.module}/../service/rds-ca/${local.region}.pem") },
    { "prometheus.yml" = yamlencode(local.prometheus) },
    { "amazon-cloudwatch-agent.json" = jsonencode(local.cloudwatch_agent) },
    { for index, address in local.databases : "postgres-exporter/${index}" => <<-EOT
      LISTEN_PORT=${9187 + index}
      DATA_SOURCE_URI=${address}:${var.database.port}/${var.database.name}?sslmode=verify-full&sslrootcert=/opt/hashpost/operations/rds-ca.pem
    EOT
    },
  )

  # These it follows while it runs.
  provisioning = { for name in fileset("${path.module}/files/provisioning", "**") : name => file("${path.module}/files/provisioning/${name}") }

  # `instance` stays the same over all instances that come one after another.
  prometheus = {
    global = { scrape_interval = "15s" }
    remote_write = [{
      url   = var.workspace.remote_write_url
      sigv4 = { region = local.region }
    }]
    scrape_configs = [
      {
        job_name        = "blackbox-ready"
        metrics_path    = "/probe"
        params          = { module = ["ready"] }
        static_configs  = [{ targets = [var.origin_domain_name] }]
        relabel_configs = concat(local.probe_instance, [{ source_labels = ["__address__"], target_label = "__param_target", replacement = "https://$1/api/health" }], local.probe_address)
      },
      {
        job_name        = "blackbox-tls"
        metrics_path    = "/probe"
        params          = { module = ["tls"] }
        static_configs  = [{ targets = ["${var.origin_domain_name}:443"] }]
        relabel_configs = concat(local.probe_instance, [{ source_labels = ["__address__"], target_label = "__param_target" }], local.probe_address)
      },
      {
        job_name       = "postgres"
        static_configs = [for index, address in local.databases : { targets = ["localhost:${9187 + index}"], labels = { instance = address } }]
      },
      {
        job_name       = "node"
        static_configs = [{ targets = ["localhost:9100"], labels = { instance = "operations" } }]
      },
      {
        job_name       = "prometheus"
        static_configs = [{ targets = ["localhost:9090"], labels = { instance = "operations" } }]
      },
    ]
  }
  probe_instance = [{ source_labels = ["__address__"], target_label = "instance" }]
  probe_address  = [{ target_label = "__address__", replacement = "localhost:9115" }]

  cloudwatch_agent = {
    agent = { run_as_user = "root", region = local.region }
    logs = {
      logs_collected = {
        files = {
          collect_list = [{
            file_path       = "/var/log/hashpost/*.log"
            log_group_name  = aws_cloudwatch_log_group.this.name
            log_stream_name = "{instance_id}"
            }, {
            file_path       = "/var/log/cloud-init-output.log"
            log_group_name  = aws_cloudwatch_log_group.this.name
            log_stream_name = "{instance_id}/boot"
          }]
        }
      }
    }
  }
}

resource "aws_s3_object" "operations" {
  for_each = local.operations

  bucket             = var.config_bucket.name
  key                = "operations/${each.key}"
  content            = each.value
  source_hash        = sha256(each.value)
  kms_key_id         = var.kms_key_arn
  bucket_key_enabled = true
}

resource "aws_s3_object" "provisioning" {
  for_each = local.provisioning

  bucket             = var.config_bucket.name
  key                = "grafana/provisioning/${each.key}"
  content            = each.value
  content_type       = "application/yaml"
  source_hash        = sha256(each.value)
  kms_key_id         = var.kms_key_arn
  bucket_key_enabled = true
}

resource "aws_s3_object" "dashboard" {
  for_each = var.dashboards

  bucket             = var.config_bucket.name
  key                = "grafana/dashboards/${each.key}"
  content            = each.value
  content_type       = "application/json"
  source_hash        = sha256(each.value)
  kms_key_id         = var.kms_key_arn
  bucket_key_enabled = true
}
