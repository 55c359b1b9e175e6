data "aws_region" "this" {}
data "aws_default_tags" "this" {}

locals {
  # All that differs between environments. Nothing of it is secret.
  environment = {
    AWS_REGION             = local.region
    ARTIFACT_BUCKET        = var.artifact_bucket.name
    CONFIG_BUCKET          = var.config_bucket.name
    TOOLS_KEY              = var.tools_key
    TOOLS_SHA256           = var.tools_sha256
    GRAFANA_KEY            = var.grafana_key
    GRAFANA_SHA256         = var.grafana_sha256
    GRAFANA_SECRET_ARN     = aws_secretsmanager_secret.admin.arn
    GRAFANA_FILES          = "/var/lib/hashpost/grafana"
    HASHPOST_DASHBOARDS    = "/var/lib/hashpost/grafana/dashboards"
    PROMETHEUS_URL         = var.workspace.query_url
    ALERTMANAGER_URL       = "${var.workspace.query_url}/alertmanager"
    DATABASE_ADDRESS       = var.database.address
    DATABASE_PORT          = var.database.port
    DATABASE_NAME          = var.database.name
    MASTER_SECRET_ARN      = var.database.master_secret_arn
    APPLICATION_SECRET_ARN = var.database.application_secret_arn
    MONITOR_SECRET_ARN     = var.database.monitor_secret_arn
  }

  user_data = join("\n", ["#cloud-config", yamlencode({
    write_files = [
      { path = "/etc/hashpost/operations.env", permissions = "0644", content = join("", [for name, value in local.environment : "${name}=${value}\n"]) },
      { path = "/etc/hashpost/manifest", permissions = "0644", content = join("", [for path, content in local.operations : "${sha256(content)}  ${path}\n"]) },
      { path = "/etc/hashpost/boot", permissions = "0755", content = file("${path.module}/files/boot") },
      { path = "/etc/systemd/system/hashpost-boot.service", permissions = "0644", content = file("${path.module}/files/boot.service") },
    ]
    runcmd = [["systemctl", "enable", "--now", "--no-block", "hashpost-boot.service"]]
  })])
}

resource "aws_secretsmanager_secret" "admin" {
  #checkov:skip=CKV2_AWS_57:The password opens Grafana through a tunnel that IAM guards already; to change it, empty the secret and replace the instance.
  name_prefix = "${var.name}-grafana-"
  description = "The password of Grafana's user admin. The instance makes it."
  kms_key_id  = var.kms_key_arn
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:How long is the environment's to say; staging needs no year.
  name              = "/hashpost/${var.name}/operations"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}

resource "aws_launch_template" "this" {
  name                   = "${var.name}-operations"
  description            = "Grafana, the exporters and the making of the database's roles"
  update_default_version = true
  image_id               = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
  instance_type          = var.instance_type
  ebs_optimized          = true
  user_data              = base64gzip(local.user_data)

  iam_instance_profile {
    arn = aws_iam_instance_profile.this.arn
  }

  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = var.security_group_ids
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = 16
      encrypted             = true
      kms_key_id            = var.kms_key_arn
      delete_on_termination = true
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = true
  }

  # What the provider tags by default does not reach what a group makes of this.
  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])

    content {
      resource_type = tag_specifications.value
      tags          = merge(data.aws_default_tags.this.tags, { Name = "${var.name}-operations" })
    }
  }
}

# One, and another one where it fails. It holds nothing that is not elsewhere.
resource "aws_autoscaling_group" "this" {
  name                      = "${var.name}-operations"
  min_size                  = 1
  max_size                  = 1
  desired_capacity          = 1
  vpc_zone_identifier       = var.subnet_ids
  health_check_type         = "EC2"
  wait_for_capacity_timeout = "0"

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }

  # Two at once would write the same series.
  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 0
      max_healthy_percentage = 100
    }
  }

  dynamic "tag" {
    for_each = merge(data.aws_default_tags.this.tags, { Name = "${var.name}-operations" })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = false
    }
  }

  depends_on = [aws_s3_object.operations, aws_s3_object.provisioning, aws_iam_role_policy.this, aws_iam_role_policy_attachment.session]
}
