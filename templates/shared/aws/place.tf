<% if (it.each) { %>
  for_each = var.buckets

<% } %>
<% if (it.region) { %>
  region = <%= it.region %>
<% } else if (it.regionOf) { %>
  region = var.<%= word(it.regionOf) %>
<% } %>
  bucket = <%= part('shared/aws/bucket.tf') %>.id
