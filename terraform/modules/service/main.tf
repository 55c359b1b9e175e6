data "aws_region" "this" {}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

data "aws_default_tags" "this" {}

# Read at plan time and not by the instances: an image that came out since would be on some nodes and not on others, and
# nothing could go back to the one before.
data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.name
  tags      = merge(data.aws_default_tags.this.tags, { Name = var.name })
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the environment's to say, and what users send is in none of them.
  name              = "/${var.name}/service"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_launch_template" "this" {
  name                   = var.name
  image_id               = data.aws_ssm_parameter.image.insecure_value
  instance_type          = var.instance_type
  ebs_optimized          = true
  update_default_version = true
  user_data              = local.user_data

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

  iam_instance_profile {
    arn = aws_iam_instance_profile.this.arn
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = true
  }

  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = var.security_group_ids
  }

  # The provider's default tags are the template's only, not those of what is started from it.
  dynamic "tag_specifications" {
    for_each = ["instance", "volume", "network-interface"]

    content {
      resource_type = tag_specifications.value
      tags          = local.tags
    }
  }

  lifecycle {
    precondition {
      condition     = fileexists(local.database_ca_file)
      error_message = "There are no certificates of RDS for this region: put Amazon's bundle for it into rds-ca/REGION.pem."
    }

    precondition {
      condition     = length(local.user_data) * 3 / 4 <= 16384
      error_message = "The user data is over the 16 KiB that EC2 takes: make a script shorter, or have it come from the artifact bucket."
    }
  }
}

resource "aws_autoscaling_group" "this" {
  name                  = var.name
  vpc_zone_identifier   = var.subnet_ids
  target_group_arns     = [var.target_group_arn]
  min_size              = var.min_size
  max_size              = var.max_size
  termination_policies  = ["OldestLaunchTemplate", "OldestInstance"]
  metrics_granularity   = "1Minute"
  wait_for_elb_capacity = 0
  enabled_metrics = [
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
  ]

  # From the launch to the load balancer's good opinion: packages, artifacts, the archive of classes and a start take two to
  # three minutes, and the first nodes of all wait for the database's roles as long again. What is not well by then is replaced.
  health_check_type         = "ELB"
  health_check_grace_period = 600
  default_instance_warmup   = 180

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }

  # Zones are evened out and failed nodes replaced as a release is rolled out: first the new one, then the old one goes.
  instance_maintenance_policy {
    min_healthy_percentage = 100
    max_healthy_percentage = 200
  }

  dynamic "tag" {
    for_each = local.tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = false
    }
  }

  # The group keeps the version that serves until another one has proven itself: bin/deploy begins an instance refresh with the
  # template's latest version as what is desired, and only when that has ended well does AWS write it here. Were it written before,
  # the group would start new nodes of a release that fails, and "back" would be forward.
  lifecycle {
    ignore_changes = [launch_template]
  }

  # The launch template names the role only; a node that comes up before its policies are there cannot fetch anything.
  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.session_manager]
}

# A node that goes, for whatever reason, gets the time to finish what it has begun. See node/depart.
resource "aws_autoscaling_lifecycle_hook" "depart" {
  name                   = local.hook_name
  autoscaling_group_name = aws_autoscaling_group.this.name
  lifecycle_transition   = "autoscaling:EC2_INSTANCE_TERMINATING"
  default_result         = "CONTINUE"
  heartbeat_timeout      = 120
}

resource "aws_autoscaling_policy" "requests" {
  name                   = "${var.name}-requests"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = var.requests_per_target

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${var.load_balancer_arn_suffix}/${var.target_group_arn_suffix}"
    }
  }
}

resource "aws_autoscaling_policy" "cpu" {
  name                   = "${var.name}-cpu"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = var.cpu_target_percent

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
