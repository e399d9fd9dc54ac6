"""Has Python make a quarter of a million copies of one line."""
# 1.1 fail syntax.too_deep
# 1.2 fail syntax.too_deep
# 1.3 fail syntax.too_deep

def unused():
    try:
     x
    finally:
     try:
      x
     finally:
      try:
       x
      finally:
       try:
        x
       finally:
        try:
         x
        finally:
         try:
          x
         finally:
          try:
           x
          finally:
           try:
            x
           finally:
            try:
             x
            finally:
             try:
              x
             finally:
              try:
               x
              finally:
               try:
                x
               finally:
                try:
                 x
                finally:
                 try:
                  x
                 finally:
                  try:
                   x
                  finally:
                   try:
                    x
                   finally:
                    try:
                     x
                    finally:
                     try:
                      x
                     finally:
                      x
