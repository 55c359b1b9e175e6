locals {
  origin_domain_name = "origin.${var.domain_name}"

  # What the service's contract offers users. Whatever else a node answers is none of their business.
  paths = {
    messages = ["/messages", "/messages/*", "/.well-known/*"]
    rest     = ["/", "/api", "/api/*", "/openapi", "/openapi/*"]
  }

  # As the service says it, but for the request's id.
  not_found = jsonencode({
    type    = "/problems/not-found"
    title   = "Not found"
    status  = 404
    detail  = "Nothing is served at this path."
    error   = "Not found."
    err_msg = "Not found"
  })
}

resource "aws_lb" "this" {
  #checkov:skip=CKV2_AWS_28:The web ACL is at CloudFront, and only CloudFront reaches this.
  name                       = var.name
  internal                   = true
  subnets                    = var.subnet_ids
  security_groups            = var.security_group_ids
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"
  enable_deletion_protection = var.deletion_protection
  # More than CloudFront keeps a connection (50 s), less than a node does (75 s): nobody sends into one that is being closed.
  idle_timeout = 60

  access_logs {
    bucket  = var.log_bucket.name
    prefix  = "load-balancer"
    enabled = true
  }
}

resource "aws_lb_target_group" "this" {
  #checkov:skip=CKV_AWS_378:TLS ends at the load balancer; its way to the nodes lies within the VPC, and what they send is checked by digest.
  name                 = var.name
  vpc_id               = var.vpc_id
  port                 = 8080
  protocol             = "HTTP"
  protocol_version     = "HTTP1"
  deregistration_delay = var.deregistration_delay_seconds
  slow_start           = var.slow_start_seconds
  # The only one that knows a slow start.
  load_balancing_algorithm_type = "round_robin"

  # A node that stops says so here first, and serves on for longer (15 s) than this takes to see it (10 s).
  health_check {
    path                = "/health/ready"
    matcher             = "200"
    interval            = 5
    timeout             = 3
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  stickiness {
    type    = "lb_cookie"
    enabled = false
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn                    = aws_lb.this.arn
  port                                 = 443
  protocol                             = "HTTPS"
  ssl_policy                           = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn                      = aws_acm_certificate_validation.origin.certificate_arn
  routing_http_response_server_enabled = false

  default_action {
    type = "fixed-response"

    fixed_response {
      status_code  = "404"
      content_type = "application/json"
      message_body = local.not_found
    }
  }
}

# Two, since one may have five patterns.
resource "aws_lb_listener_rule" "served" {
  for_each = local.paths

  listener_arn = aws_lb_listener.https.arn
  priority     = each.key == "messages" ? 10 : 20

  condition {
    path_pattern {
      values = each.value
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }

  tags = { Name = "${var.name}-${each.key}" }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}
