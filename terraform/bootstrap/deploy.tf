locals {
  regional = "${var.region}:${local.account}"
  # Certificate, web ACL and alarms of CloudFront can be nowhere else.
  global_region = "us-east-1"

  # A policy may have 6,144 characters, so that there are several.
  deploy_policies = local.workflows == 0 ? {} : {
    compute  = data.aws_iam_policy_document.deploy_compute
    data     = data.aws_iam_policy_document.deploy_data
    identity = data.aws_iam_policy_document.deploy_identity
    watch    = data.aws_iam_policy_document.deploy_watch
  }
}

resource "aws_iam_policy" "deploy" {
  for_each = local.deploy_policies

  name        = "hashpost-workflow-deploy-${each.key}"
  description = "Changes ${each.key} of Hashpost's environments"
  policy      = each.value.json

  lifecycle {
    precondition {
      condition     = length(replace(each.value.json, "/\\s/", "")) <= 6144
      error_message = "A managed policy may have 6,144 characters; split ${each.key}."
    }
  }
}

# Parts of a network have ids and not names, so that here only account and region bound.
data "aws_iam_policy_document" "deploy_compute" {
  statement {
    sid = "Network"
    actions = [
      "ec2:AllocateAddress",
      "ec2:Associate*",
      "ec2:AttachInternetGateway",
      "ec2:AuthorizeSecurityGroup*",
      "ec2:CreateFlowLogs",
      "ec2:CreateInternetGateway",
      "ec2:CreateLaunchTemplate*",
      "ec2:CreateNatGateway",
      "ec2:CreateRoute*",
      "ec2:CreateSecurityGroup",
      "ec2:CreateSubnet",
      "ec2:CreateTags",
      "ec2:CreateVpc*",
      "ec2:DeleteFlowLogs",
      "ec2:DeleteInternetGateway",
      "ec2:DeleteLaunchTemplate*",
      "ec2:DeleteNatGateway",
      "ec2:DeleteRoute*",
      "ec2:DeleteSecurityGroup",
      "ec2:DeleteSubnet",
      "ec2:DeleteTags",
      "ec2:DeleteVpc*",
      "ec2:DetachInternetGateway",
      "ec2:Disassociate*",
      "ec2:ModifyLaunchTemplate",
      "ec2:ModifySecurityGroupRules",
      "ec2:ModifySubnetAttribute",
      "ec2:ModifyVpc*",
      "ec2:ReleaseAddress",
      "ec2:ReplaceRoute*",
      "ec2:RevokeSecurityGroup*",
      "ec2:RunInstances",
      "ec2:TerminateInstances",
      "ec2:UpdateSecurityGroupRuleDescriptions*",
    ]
    resources = [
      "arn:${local.partition}:ec2:${local.regional}:*",
      "arn:${local.partition}:ec2:${var.region}::image/*",
    ]
  }

  statement {
    sid     = "Instances"
    actions = ["autoscaling:*"]
    resources = [
      "arn:${local.partition}:autoscaling:${local.regional}:autoScalingGroup:*:autoScalingGroupName/hashpost-*",
      "arn:${local.partition}:autoscaling:${local.regional}:scalingPolicy:*:autoScalingGroupName/hashpost-*",
    ]
  }

  statement {
    sid     = "LoadBalancer"
    actions = ["elasticloadbalancing:*"]
    resources = [
      "arn:${local.partition}:elasticloadbalancing:${local.regional}:listener-rule/app/hashpost-*",
      "arn:${local.partition}:elasticloadbalancing:${local.regional}:listener/app/hashpost-*",
      "arn:${local.partition}:elasticloadbalancing:${local.regional}:loadbalancer/app/hashpost-*",
      "arn:${local.partition}:elasticloadbalancing:${local.regional}:targetgroup/hashpost-*",
    ]
  }

  statement {
    sid     = "Edge"
    actions = ["acm:*", "cloudfront:*"]
    resources = [
      "arn:${local.partition}:acm:${local.regional}:certificate/*",
      "arn:${local.partition}:acm:${local.global_region}:${local.account}:certificate/*",
      "arn:${local.partition}:cloudfront::${local.account}:*",
    ]
  }

  statement {
    sid     = "Firewall"
    actions = ["wafv2:*"]
    resources = [
      "arn:${local.partition}:wafv2:${local.global_region}:${local.account}:global/*/hashpost-*",
      "arn:${local.partition}:wafv2:${local.global_region}:aws:global/managedruleset/*",
      "arn:${local.partition}:wafv2:${local.global_region}:${local.account}:global/managedruleset/*",
      "arn:${local.partition}:wafv2:${local.regional}:regional/*/hashpost-*",
      "arn:${local.partition}:wafv2:${local.regional}:regional/managedruleset/*",
      "arn:${local.partition}:elasticloadbalancing:${local.regional}:loadbalancer/app/hashpost-*",
      "arn:${local.partition}:cloudfront::${local.account}:distribution/*",
    ]
  }

  statement {
    sid = "Names"
    actions = [
      # For the private names of interface endpoints.
      "route53:AssociateVPCWithHostedZone",
      "route53:ChangeResourceRecordSets",
      "route53:ChangeTagsForResource",
      "route53:DeleteHealthCheck",
      "route53:UpdateHealthCheck",
    ]
    resources = [
      "arn:${local.partition}:route53:::healthcheck/*",
      "arn:${local.partition}:route53:::hostedzone/*",
    ]
  }
}

data "aws_iam_policy_document" "deploy_data" {
  statement {
    sid     = "Database"
    actions = ["rds:*"]
    resources = [
      "arn:${local.partition}:rds:${local.regional}:db:hashpost-*",
      "arn:${local.partition}:rds:${local.regional}:og:default*",
      "arn:${local.partition}:rds:${local.regional}:pg:hashpost-*",
      "arn:${local.partition}:rds:${local.regional}:snapshot:hashpost-*",
      "arn:${local.partition}:rds:${local.regional}:subgrp:hashpost-*",
    ]
  }

  # Their values are out of its reach by the boundary. RDS makes the master's in the name of who makes the database.
  statement {
    sid = "Secrets"
    actions = [
      "secretsmanager:CreateSecret",
      "secretsmanager:DeleteResourcePolicy",
      "secretsmanager:DeleteSecret",
      "secretsmanager:PutResourcePolicy",
      "secretsmanager:RestoreSecret",
      "secretsmanager:RotateSecret",
      "secretsmanager:TagResource",
      "secretsmanager:UntagResource",
      "secretsmanager:UpdateSecret",
    ]
    resources = [
      "arn:${local.partition}:secretsmanager:${local.regional}:secret:hashpost-*",
      "arn:${local.partition}:secretsmanager:${local.regional}:secret:rds!*",
    ]
  }

  # Buckets of environments, and states and artifacts in the two of this root.
  statement {
    sid       = "Buckets"
    actions   = ["s3:*"]
    resources = ["arn:${local.partition}:s3:::hashpost-*"]
  }

  statement {
    sid       = "NotThisRootsState"
    effect    = "Deny"
    actions   = ["s3:DeleteObject*", "s3:PutObject*"]
    resources = ["${aws_s3_bucket.state.arn}/bootstrap/*"]
  }

  statement {
    sid = "Keys"
    actions = [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:EnableKeyRotation",
      "kms:Encrypt",
      "kms:GenerateDataKey*",
      "kms:PutKeyPolicy",
      "kms:ReEncrypt*",
      "kms:RetireGrant",
      "kms:RevokeGrant",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateKeyDescription",
    ]
    resources = [
      "arn:${local.partition}:kms:${local.regional}:key/*",
      "arn:${local.partition}:kms:${local.global_region}:${local.account}:key/*",
    ]
  }

  statement {
    sid     = "NamesOfKeys"
    actions = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"]
    resources = [
      "arn:${local.partition}:kms:*:${local.account}:alias/hashpost-*",
      "arn:${local.partition}:kms:*:${local.account}:key/*",
    ]
  }

  statement {
    sid     = "Backups"
    actions = ["backup:*"]
    resources = [
      "arn:${local.partition}:backup:${local.regional}:backup-plan:*",
      "arn:${local.partition}:backup:${local.regional}:backup-vault:hashpost-*",
    ]
  }
}

# Whatever it makes here has the boundary of runtime roles, and none of the roles of workflows can be touched: see boundary.tf.
data "aws_iam_policy_document" "deploy_identity" {
  statement {
    sid = "RolesWithTheirBoundary"
    actions = [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
    ]
    resources = ["arn:${local.partition}:iam::${local.account}:role/hashpost-*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [aws_iam_policy.runtime_boundary.arn]
    }
  }

  statement {
    sid = "Roles"
    actions = [
      "iam:AddRoleToInstanceProfile",
      "iam:CreateInstanceProfile",
      "iam:DeleteInstanceProfile",
      "iam:DeleteRole",
      "iam:RemoveRoleFromInstanceProfile",
      "iam:TagInstanceProfile",
      "iam:TagRole",
      "iam:UntagInstanceProfile",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    resources = [
      "arn:${local.partition}:iam::${local.account}:instance-profile/hashpost-*",
      "arn:${local.partition}:iam::${local.account}:role/hashpost-*",
    ]
  }

  statement {
    sid       = "HandRolesOn"
    actions   = ["iam:PassRole"]
    resources = ["arn:${local.partition}:iam::${local.account}:role/hashpost-*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values = [
        "aps.amazonaws.com",
        "autoscaling.amazonaws.com",
        "backup.amazonaws.com",
        "ec2.amazonaws.com",
        "monitoring.rds.amazonaws.com",
        "rds.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
      ]
    }
  }

  statement {
    sid       = "RolesOfAwsItself"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:${local.partition}:iam::${local.account}:role/aws-service-role/*"]

    condition {
      test     = "StringEquals"
      variable = "iam:AWSServiceName"
      values = [
        "autoscaling.amazonaws.com",
        "backup.amazonaws.com",
        "elasticloadbalancing.amazonaws.com",
        "rds.amazonaws.com",
        "vpcorigin.cloudfront.amazonaws.com",
        "wafv2.amazonaws.com",
      ]
    }
  }

  # These know no resource in AWS: what they make is named, or can be reached, only afterwards.
  statement {
    sid = "MakeWhatHasNoNameYet"
    actions = [
      "acm:RequestCertificate",
      "aps:CreateWorkspace",
      "backup-storage:MountCapsule",
      "kms:CreateKey",
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
      "route53:CreateHealthCheck",
    ]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "deploy_watch" {
  statement {
    sid     = "Alarms"
    actions = ["cloudwatch:*"]
    resources = [
      "arn:${local.partition}:cloudwatch:${local.regional}:alarm:hashpost-*",
      "arn:${local.partition}:cloudwatch:${local.global_region}:${local.account}:alarm:hashpost-*",
    ]
  }

  statement {
    sid     = "Topics"
    actions = ["sns:*"]
    resources = [
      "arn:${local.partition}:sns:${local.regional}:hashpost-*",
      "arn:${local.partition}:sns:${local.global_region}:${local.account}:hashpost-*",
    ]
  }

  statement {
    sid       = "Events"
    actions   = ["events:*"]
    resources = ["arn:${local.partition}:events:${local.regional}:rule/hashpost-*"]
  }

  statement {
    sid = "Logs"
    actions = [
      "logs:AssociateKmsKey",
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:DeleteMetricFilter",
      "logs:DeleteRetentionPolicy",
      "logs:DisassociateKmsKey",
      "logs:PutMetricFilter",
      "logs:PutRetentionPolicy",
      "logs:TagLogGroup",
      "logs:TagResource",
      "logs:UntagLogGroup",
      "logs:UntagResource",
    ]
    resources = [
      "arn:${local.partition}:logs:${local.regional}:log-group:*hashpost-*",
      "arn:${local.partition}:logs:${local.global_region}:${local.account}:log-group:*hashpost-*",
    ]
  }

  statement {
    sid = "Metrics"
    actions = [
      "aps:CreateAlertManagerDefinition",
      "aps:CreateLoggingConfiguration",
      "aps:CreateRuleGroupsNamespace",
      "aps:DeleteAlertManagerDefinition",
      "aps:DeleteLoggingConfiguration",
      "aps:DeleteRuleGroupsNamespace",
      "aps:DeleteWorkspace",
      "aps:PutAlertManagerDefinition",
      "aps:PutRuleGroupsNamespace",
      "aps:TagResource",
      "aps:UntagResource",
      "aps:UpdateLoggingConfiguration",
      "aps:UpdateWorkspaceAlias",
      "aps:UpdateWorkspaceConfiguration",
    ]
    resources = [
      "arn:${local.partition}:aps:${local.regional}:rulegroupsnamespace/*",
      "arn:${local.partition}:aps:${local.regional}:workspace/*",
    ]
  }
}
