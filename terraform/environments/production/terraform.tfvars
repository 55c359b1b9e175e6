# What is yours to write; bin/bootstrap, bin/artifacts and bin/deploy write the other files beside this.
domain_name = "hashpost.example.org"
zone_name   = "example.org"
page_emails = ["on-call@example.org"]
