# What is yours to write; bin/bootstrap, bin/build-tools and bin/deploy write the other files beside this.
region      = "eu-central-1"
domain_name = "staging.hashpost.example.org"
zone_name   = "example.org"
page_emails = ["on-call@example.org"]
